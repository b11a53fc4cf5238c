using System.CommandLine;
using Itgrix.Sandbox.Kommo;
using Itgrix.Sandbox.Pbx;

var root = new RootCommand("Simulators of what Itgrix talks to.") { PbxCommand.Create(), KommoCommand.Create() };
return await root.Parse(args).InvokeAsync();
