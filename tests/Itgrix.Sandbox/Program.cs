using System.CommandLine;
using Itgrix.Sandbox.Pbx;

var root = new RootCommand("Simulators of what Itgrix talks to.") { PbxCommand.Create() };
return await root.Parse(args).InvokeAsync();
