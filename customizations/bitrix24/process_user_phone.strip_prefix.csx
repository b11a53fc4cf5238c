// An employee's second phone, as FreePBX names it: 99102 is extension 102 in the browser.
// The CRM knows only 102, so the prefix is taken off before the user is looked for.
// Change: the prefixes 99 and 98; the extension that remains has 3 or 4 digits.
// Use: cp process_user_phone.strip_prefix.csx process_user_phone.csx

#load "../itgrix.csx"
using System.Text.RegularExpressions;
using static Itgrix.Hooks.Bitrix24.ProcessUserPhone;

var second = Regex.Match(In.Phone, "^(?:99|98)([0-9]{3,4})$");
return Success(second.Success ? second.Groups[1].Value : In.Phone);
