using System.CommandLine;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Pbx;

var root = new RootCommand("Simulators of what Itgrix talks to.") { Bitrix24Command.Create(), PbxCommand.Create() };
return await root.Parse(args).InvokeAsync();
