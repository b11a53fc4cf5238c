#load "../itgrix.csx"
using static Itgrix.Hooks.Hook;
using static Itgrix.Hooks.Bitrix24.CustomizeAutodistribution;

return Success("102", "Александра Константинопольская");
