// Click to call: the number is dialled as 8 and its last 10 digits, and calls to some cities go out another way.
//   +79001234567 is dialled as 89001234567; numbers of other countries and extensions stay as they are.
// Change: routes. Begins is how the number begins after that; Trunk is put before the number, for a dial plan that
// chooses the trunk by it; Context is the context to dial in.
// Use: cp process_originate_params.prefix.csx process_originate_params.csx

#load "../itgrix.csx"
using System.Text.RegularExpressions;
using static Itgrix.Hooks.Bitrix24.ProcessOriginateParams;

(string Begins, string Trunk, string Context)[] routes =
[
    ("8495", "1", "from-internal-moscow"),
    ("8812", "2", "from-internal-spb"),
];

var digits = Regex.Replace(In.Extension, "[^0-9+]", "");
var own = Regex.Match(digits, @"^(?:\+?7|8)?([0-9]{10})$");
if (own.Success)
    In.Extension = "8" + own.Groups[1].Value;

foreach (var route in routes.Where(one => In.Extension.StartsWith(one.Begins)).Take(1))
{
    In.Extension = route.Trunk + In.Extension;
    In.Context = route.Context;
}
return Success(In);
