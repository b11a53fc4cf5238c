using System.CommandLine;
using Itgrix.Sandbox;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Kommo;
using Itgrix.Sandbox.Pbx;

var root = new RootCommand("Simulators of what Itgrix talks to.")
{
    PbxCommand.Create(), Bitrix24Command.Create(), KommoCommand.Create(), OfficeCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
