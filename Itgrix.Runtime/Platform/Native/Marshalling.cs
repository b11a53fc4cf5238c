using System.Runtime.CompilerServices;

// Every call of the C library says in its own code how its values travel: it is compiled ahead, as the rest is,
// instead of by the just-in-time compiler at each start of a worker.
[assembly: DisableRuntimeMarshalling]
