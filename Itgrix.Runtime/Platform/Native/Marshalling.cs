using System.Runtime.CompilerServices;

// Every call of the C library has its marshalling generated at compile time, so that it is compiled ahead like the
// rest instead of by the just-in-time compiler at each start of a worker.
[assembly: DisableRuntimeMarshalling]
