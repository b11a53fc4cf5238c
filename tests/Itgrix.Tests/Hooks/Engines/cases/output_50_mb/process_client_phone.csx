#load "../itgrix.csx"
using static Itgrix.Hooks.Hook;
using static Itgrix.Hooks.Bitrix24.ProcessClientPhone;

for (var line = 0; line < 50; line++)
    Console.Write(new string('x', 1 << 20));
return Success("1");
