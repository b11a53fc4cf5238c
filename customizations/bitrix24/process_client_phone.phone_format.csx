// Client numbers in one format: 8 and 10 digits.
//   +7 (900) 123-45-67, 79001234567 and 9001234567 become 89001234567; numbers of other countries stay as they are.
// Change: "8" in the reply, if your CRM has the numbers with "7" or "+7".
// Use: cp process_client_phone.phone_format.csx process_client_phone.csx

#load "../itgrix.csx"
using System.Text.RegularExpressions;
using static Itgrix.Hooks.Bitrix24.ProcessClientPhone;

var digits = Regex.Replace(In.Phone, "[^0-9+]", "");
var own = Regex.Match(digits, @"^(?:\+?7)?([0-9]{10})$");
return Success(own.Success ? "8" + own.Groups[1].Value : In.Phone);
