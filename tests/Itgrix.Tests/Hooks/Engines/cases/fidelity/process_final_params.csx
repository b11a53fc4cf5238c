#load "../itgrix.csx"
using static Itgrix.Hooks.Hook;
using static Itgrix.Hooks.Bitrix24.ProcessFinalParams;

In["touched"] = 1;
In.Fields.Remove("touched");
return Success(In);
