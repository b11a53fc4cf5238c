#load "../itgrix.csx"
using static Itgrix.Hooks.Hook;
using static Itgrix.Hooks.Bitrix24.ProcessClientPhone;

return Success(new Newtonsoft.Json.Linq.JObject { ["fone"] = "1" });
