#load "../itgrix.csx"
using static Itgrix.Hooks.Hook;
using static Itgrix.Hooks.Bitrix24.ProcessClientPhone;

string Directory(string phone) => throw new InvalidOperationException("no directory");

return Success(Directory(In.Phone));
