using System.Runtime.CompilerServices;

// Structures go over as they lie in memory.
[assembly: DisableRuntimeMarshalling]
