using System.Text.Json.Nodes;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>
/// Contacts and leads that were just made, by number: Kommo's search knows them only after a while, and a client who is
/// not answered calls again at once.
/// </summary>
internal sealed class KommoNewNumbers(TimeProvider time)
{
    /// <summary>How long they are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Number> _numbers = [];

    /// <summary>Waits until nobody else makes something of the number; to be disposed of.</summary>
    public async Task<IDisposable> EnterAsync(string phone, CancellationToken token)
    {
        var turn = Use(PhoneSuffix.From(phone));
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

    /// <summary>What was made of the number lately; <c>null</c> when nothing was.</summary>
    public JsonObject? Find(string phone, KommoEntity kind)
    {
        lock (_gate)
            return _numbers.GetValueOrDefault(PhoneSuffix.From(phone)) is { } known && known.Until > time.GetUtcNow()
                ? known.Made.GetValueOrDefault(kind)?.DeepClone().AsObject() : null;
    }

    /// <summary>To be called by whose turn it is.</summary>
    public void Add(string phone, KommoEntity kind, JsonObject made)
    {
        lock (_gate)
        {
            var number = _numbers[PhoneSuffix.From(phone)];
            number.Made[kind] = made;
            number.Until = time.GetUtcNow() + Kept;
        }
    }

    /// <summary>
    /// Something was sent, and whether Kommo has made it is not known. To be called by whose turn it is.
    /// </summary>
    public void Doubt(string phone)
    {
        lock (_gate)
        {
            var number = _numbers[PhoneSuffix.From(phone)];
            number.Doubted = time.GetUtcNow();
            number.Until = number.Doubted + Kept;
        }
    }

    /// <summary>When that was last; long ago when it was not.</summary>
    public DateTimeOffset DoubtedAt(string phone)
    {
        lock (_gate)
            return _numbers.GetValueOrDefault(PhoneSuffix.From(phone))?.Doubted ?? DateTimeOffset.MinValue;
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

        public Dictionary<KommoEntity, JsonObject> Made { get; } = [];

        public DateTimeOffset Doubted { get; set; } = DateTimeOffset.MinValue;

        public DateTimeOffset Until { get; set; }

        public void Dispose()
        {
            Gate.Release();
            owner.Leave(this);
        }
    }
}
