#load "../itgrix.csx"
using static Itgrix.Hooks.Hook;
using static Itgrix.Hooks.Bitrix24.ProcessClientPhone;

new System.Threading.Thread(() => throw new InvalidOperationException("behind")).Start();
System.Threading.Thread.Sleep(30000);
return Success("1");
