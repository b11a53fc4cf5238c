namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>
/// Caches contacts and leads that were just created, by number: Kommo's search finds them only after a while, and a
/// client without an answer calls again at once.
/// </summary>
internal sealed class KommoNewNumbers(TimeProvider time)
{
    /// <summary>The lifetime of an entry.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Number> _numbers = [];

    /// <summary>
    /// Waits for the exclusive right to create entities for the number, which ends when it is disposed of.
    /// </summary>
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

    /// <summary>The entity that was created for the number recently; <c>null</c> when there is none.</summary>
    public JsonObject? Find(string phone, KommoEntity kind)
    {
        lock (_gate)
            return _numbers.GetValueOrDefault(PhoneSuffix.From(phone)) is { } known && known.Until > time.GetUtcNow()
                ? known.Made.GetValueOrDefault(kind)?.DeepClone().AsObject() : null;
    }

    /// <summary>Adds an entry; to be called by the holder of the number.</summary>
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
    /// Records that a request for the number has an unknown outcome; to be called by the holder of the number.
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

    /// <summary>The time of the last such request; long ago when there was none.</summary>
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
