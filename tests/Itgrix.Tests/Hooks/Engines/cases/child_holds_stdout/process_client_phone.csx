#load "../itgrix.csx"
using static Itgrix.Hooks.Hook;
using static Itgrix.Hooks.Bitrix24.ProcessClientPhone;

Process.Start("/bin/sh", ["-c", "sleep 2.0071 &"]);
return Success("1");
