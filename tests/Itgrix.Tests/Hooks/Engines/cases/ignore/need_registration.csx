#load "../itgrix.csx"
using static Itgrix.Hooks.Hook;
using static Itgrix.Hooks.Bitrix24.NeedRegistration;

return Ignore();
