// The stories start many processes each: side by side they would only measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
