using System.Runtime.Versioning;

// ./run.sh is a Linux command.
[assembly: SupportedOSPlatform("linux")]

// A platform is seven processes, two servers and a browser: side by side they would only measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
