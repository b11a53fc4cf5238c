#load "../itgrix.csx"
using static Itgrix.Hooks.Hook;
using static Itgrix.Hooks.Bitrix24.ProcessFinalParams;

In["id"] = 9007199254740992L;
return Success(In);
