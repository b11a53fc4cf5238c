// Black list: calls from and to these clients are not registered in the CRM.
// Change: blackList. Write the numbers as you like, their last 10 digits are compared.
// Use: cp need_registration.black_list.csx need_registration.csx

#load "../itgrix.csx"
using static Itgrix.Hooks.Kommo.NeedRegistration;

string[] blackList = ["+7 (916) 111-22-33", "84957654321"];

var client = LastDigits(In.CallFull.Client.Original);
return blackList.Any(number => LastDigits(number) == client) ? Ignore() : Register();

string LastDigits(string number)
{
    var digits = string.Concat(number.Where(char.IsAsciiDigit));
    return digits.Length > 10 ? digits[^10..] : digits;
}
