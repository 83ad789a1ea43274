// Fifty agents keep the machine busy enough.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
