#load "../itgrix.csx"
using static Itgrix.Hooks.Hook;
using static Itgrix.Hooks.Bitrix24.ProcessClientPhone;

Environment.Exit(3);
return Success("1");
