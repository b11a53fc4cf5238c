using System.Text.Json.Nodes;

namespace Itgrix.Runtime.Kommo;

/// <summary>
/// Contacts that were just made, by number: Kommo's search knows them only after a while, and a client who is not
/// answered calls again at once.
/// </summary>
internal sealed class KommoNewNumbers(TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Number> _numbers = [];

    /// <summary>Waits until nobody else makes a contact of the number; to be disposed of.</summary>
    public async Task<IDisposable> EnterAsync(string phone, CancellationToken token)
    {
        var turn = Use(PhoneTail.Of(phone));
        try
        {
            await turn.Gate.WaitAsync(token);
            return turn;
        }
        catch (OperationCanceledException)
        {
            Leave(turn);
            throw;
        }
    }

    /// <summary>The contact that was made of the number lately; <c>null</c> when none was.</summary>
    public JsonNode? Find(string phone)
    {
        lock (_gate)
            return _numbers.GetValueOrDefault(PhoneTail.Of(phone)) is { Contact: { } contact } known
                && known.Until > time.GetUtcNow() ? contact.DeepClone() : null;
    }

    /// <summary>To be called by whose turn it is.</summary>
    public void Add(string phone, JsonObject contact)
    {
        lock (_gate)
        {
            var number = _numbers[PhoneTail.Of(phone)];
            (number.Contact, number.Until) = (contact, time.GetUtcNow() + Kept);
        }
    }

    private Number Use(string tail)
    {
        lock (_gate)
        {
            Forget();
            if (!_numbers.TryGetValue(tail, out var number))
                _numbers[tail] = number = new(this);
            number.Users++;
            return number;
        }
    }

    private void Forget()
    {
        var now = time.GetUtcNow();
        foreach (var (tail, number) in _numbers)
        {
            if (number.Users == 0 && number.Until <= now)
                _numbers.Remove(tail);
        }
    }

    private void Leave(Number number)
    {
        lock (_gate)
            number.Users--;
    }

    private sealed class Number(KommoNewNumbers owner) : IDisposable
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public int Users { get; set; }

        public JsonObject? Contact { get; set; }

        public DateTimeOffset Until { get; set; }

        public void Dispose()
        {
            Gate.Release();
            owner.Leave(this);
        }
    }
}
