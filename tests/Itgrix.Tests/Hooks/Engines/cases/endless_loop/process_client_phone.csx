#load "../itgrix.csx"
using static Itgrix.Hooks.Hook;
using static Itgrix.Hooks.Bitrix24.ProcessClientPhone;

while (true) { }
#pragma warning disable CS0162
return Success("1");
