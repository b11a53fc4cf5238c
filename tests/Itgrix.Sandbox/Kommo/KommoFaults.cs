namespace Itgrix.Sandbox.Kommo;

/// <summary>The injected faults.</summary>
public sealed class KommoFaults(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<Ordered> _faults = [];

    public IReadOnlyList<KommoFault> All
    {
        get
        {
            lock (_gate)
                return [.. _faults.Select(ordered => ordered.Fault)];
        }
    }

    public void Add(KommoFault fault)
    {
        lock (_gate)
            _faults.Add(new(fault, time.GetUtcNow()));
    }

    public void Clear()
    {
        lock (_gate)
            _faults.Clear();
    }

    internal KommoFault? Of(string method, string path, string body = "")
    {
        lock (_gate)
        {
            _faults.RemoveAll(ordered => ordered.IsOver(time.GetUtcNow()));
            return _faults.FirstOrDefault(ordered => ordered.Strikes(method, path, body))?.Fault;
        }
    }

    private sealed class Ordered(KommoFault fault, DateTimeOffset since)
    {
        private readonly Random _random = new(fault.Seed);
        private int _struck;

        public KommoFault Fault => fault;

        public bool IsOver(DateTimeOffset now) =>
            _struck >= fault.Times || fault.Seconds is { } seconds && (now - since).TotalSeconds >= seconds;

        public bool Strikes(string method, string path, string body)
        {
            var isMeant = fault.Paths.Count == 0
                ? !path.StartsWith(TokenServer.Path, StringComparison.Ordinal)
                : fault.Paths.Any(one => path.StartsWith(one, StringComparison.Ordinal));
            if (!isMeant || !body.Contains(fault.Contains, StringComparison.Ordinal)
                || (fault.Method ?? method) != method || _random.NextDouble() >= fault.Probability)
                return false;
            _struck++;
            return true;
        }
    }
}
