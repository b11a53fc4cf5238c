#load "../itgrix.csx"
using static Itgrix.Hooks.Hook;
using static Itgrix.Hooks.Bitrix24.ProcessClientPhone;

int Deeper(int level) => Deeper(level + 1) + 1;
return Success($"{Deeper(0)}");
