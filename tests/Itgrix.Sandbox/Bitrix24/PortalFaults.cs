namespace Itgrix.Sandbox.Bitrix24;

/// <summary>The injected faults.</summary>
public sealed class PortalFaults(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<Ordered> _faults = [];

    public void Add(PortalFault fault)
    {
        lock (_gate)
            _faults.Add(new(fault, time.GetUtcNow()));
    }

    public void Clear()
    {
        lock (_gate)
            _faults.Clear();
    }

    public IReadOnlyList<PortalFault> All
    {
        get
        {
            lock (_gate)
                return [.. _faults.Select(ordered => ordered.Fault)];
        }
    }

    internal PortalFault? Of(string method)
    {
        lock (_gate)
        {
            _faults.RemoveAll(ordered => ordered.IsOver(time.GetUtcNow()));
            return _faults.FirstOrDefault(ordered => ordered.Strikes(method))?.Fault;
        }
    }

    private sealed class Ordered(PortalFault fault, DateTimeOffset since)
    {
        private readonly Random _random = new(fault.Seed);
        private int _struck;

        public PortalFault Fault => fault;

        public bool IsOver(DateTimeOffset now) =>
            _struck >= fault.Times || (fault.Seconds is { } seconds && (now - since).TotalSeconds >= seconds);

        public bool Strikes(string method)
        {
            var isMeant = fault.Methods.Count == 0
                ? method != OAuthServer.Name
                : fault.Methods.Contains(method, StringComparer.OrdinalIgnoreCase);
            if (!isMeant || _random.NextDouble() >= fault.Probability)
                return false;
            _struck++;
            return true;
        }
    }
}
