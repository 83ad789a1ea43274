// A run starts some fifteen processes: side by side two would only measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
