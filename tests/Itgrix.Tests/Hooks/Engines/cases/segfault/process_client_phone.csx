#load "../itgrix.csx"
using static Itgrix.Hooks.Hook;
using static Itgrix.Hooks.Bitrix24.ProcessClientPhone;

System.Runtime.InteropServices.Marshal.WriteByte(1, 1);
System.Diagnostics.Process.GetCurrentProcess().Kill();
return Success("1");
