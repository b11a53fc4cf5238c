#load "../itgrix.csx"
using static Itgrix.Hooks.Hook;
using static Itgrix.Hooks.Bitrix24.ProcessClientPhone;

Console.WriteLine("{\"state\": \"success\", \"data\": {\"phone\": \"printed\"}}");
return Success("1");
