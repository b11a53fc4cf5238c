#load "../itgrix.csx"
using static Itgrix.Hooks.Hook;
using static Itgrix.Hooks.Bitrix24.ProcessClientPhone;

Process.Start("/bin/sh", ["-c", "setsid sleep 31.0081 & sleep 31.0082"]).WaitForExit();
return Success("1");
