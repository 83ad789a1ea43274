// Several processes at once for each transport: side by side they would only measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
