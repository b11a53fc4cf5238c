using Itgrix.Runtime.Telephony;

namespace Itgrix.Runtime.Crms;

/// <summary>A snapshot of the employees, by id and by number.</summary>
internal sealed class EmployeeTable
{
    private readonly Dictionary<long, Employee> _byId = [];
    private readonly Dictionary<string, Employee> _byInner = [], _byDigits = [];

    // The first of several employees with the same number gets it.
    public EmployeeTable(IEnumerable<Employee> users, DateTimeOffset updated)
    {
        Updated = updated;
        foreach (var user in users.Where(user => _byId.TryAdd(user.Id, user)))
        {
            if (user.Inner.Length > 0)
                _byInner.TryAdd(user.Inner, user);
            foreach (var digits in user.Phones.Where(phone => phone != user.Inner).Select(Digits))
            {
                if (digits.Length > 0)
                    _byDigits.TryAdd(digits, user);
            }
        }
    }

    public DateTimeOffset Updated { get; }

    public IReadOnlyCollection<Employee> All => _byId.Values;

    public int Users => _byId.Count;

    public int Phones => _byInner.Count + _byDigits.Count;

    public Employee? ById(long id) => _byId.GetValueOrDefault(id);

    /// <summary>Compares an internal number as it is, any other by its digits.</summary>
    public Employee? ByPhone(string phone) => _byInner.GetValueOrDefault(phone)
        ?? (Digits(phone) is { Length: > 0 } digits ? _byDigits.GetValueOrDefault(digits) : null);

    private static string Digits(string phone) => string.Concat(phone.Where(char.IsAsciiDigit));
}
