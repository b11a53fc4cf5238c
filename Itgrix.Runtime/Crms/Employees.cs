using System.Collections.Concurrent;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony;

namespace Itgrix.Runtime.Crms;

/// <summary>Caches the employees by number and by id.</summary>
/// <param name="crm">The CRM's name, for the log.</param>
internal abstract class Employees(string crm, TimeProvider time) : IDisposable
{
    private static readonly ILogger Log = AppLog.For("employees");

    // The maximum age of the cache when a number is unknown: numbers of nobody cost one refresh in that time.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    // For how long a user that the CRM refuses is not named again, though its list still contains them.
    private static readonly TimeSpan RefusedFor = TimeSpan.FromHours(1);

    // The minimum time between two refreshes because of refusals.
    private static readonly TimeSpan RecheckInterval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<long, DateTimeOffset> _refused = [];

    private readonly SemaphoreSlim _gate = new(1);
    private volatile EmployeeTable? _table;
    private volatile CrmException? _error;
    private int _readings;
    private long _lastReading;
    private DateTimeOffset _rechecked = DateTimeOffset.MinValue;
    private string? _reported;

    /// <summary>The user who gets calls without a known employee; may change at any time.</summary>
    public Func<long>? DefaultUser { private get; init; }

    /// <summary>Why calls without a known employee wait; <c>null</c> when they do not.</summary>
    public string? DefaultUserProblem => DefaultUser?.Invoke() is { } id && _table is { } table
        && (IsRefused(id) || table.ById(id) is null)
            ? $"default_user {id} is no active user of {crm}: calls without a known employee wait until it names one."
            : null;

    /// <summary>The time of the last refresh; <c>null</c> when there was none.</summary>
    public DateTimeOffset? LastUpdated => _table?.Updated;

    /// <summary>Why the last refresh failed; <c>null</c> when it succeeded.</summary>
    public CrmException? LastError => _error;

    /// <summary>The number of known employees.</summary>
    public int UserCount => _table?.Users ?? 0;

    /// <summary>The number of their phone numbers.</summary>
    public int PhoneCount => _table?.Phones ?? 0;

    /// <summary>All that are known.</summary>
    public IReadOnlyCollection<Employee> All => _table?.All ?? [];

    /// <exception cref="CrmException">The employees could not be read even once.</exception>
    public Task<Employee?> ByPhoneAsync(string phone, CancellationToken token)
    {
        phone = phone.Trim();
        return phone.Length == 0 ? Task.FromResult<Employee?>(null) : FindAsync(table => table.ByPhone(phone), token);
    }

    /// <exception cref="CrmException">The employees could not be read even once.</exception>
    public Task<Employee?> ByIdAsync(long id, CancellationToken token) =>
        id <= 0 ? Task.FromResult<Employee?>(null) : FindAsync(table => table.ById(id), token);

    /// <summary>Whether the user is active, as far as it is known.</summary>
    /// <exception cref="CrmException">The employees could not be read even once.</exception>
    public async Task<bool> IsActiveAsync(long id, CancellationToken token) => await ByIdAsync(id, token) is not null;

    /// <summary>Forgets a user that the CRM refuses.</summary>
    public void Refuse(long id) => _refused[id] = time.GetUtcNow() + RefusedFor;

    /// <summary>Refreshes the cache after a refusal, unless it was refreshed moments ago.</summary>
    /// <exception cref="CrmException">The employees could not be read even once.</exception>
    public Task RecheckAsync(CancellationToken token)
    {
        var now = time.GetUtcNow();
        if (now - _rechecked < RecheckInterval)
            return Task.CompletedTask;
        _rechecked = now;
        return RefreshAsync(token);
    }

    /// <summary>Refreshes the cache; concurrent callers share one refresh.</summary>
    /// <exception cref="CrmException">They could not be read, and never were; after a first success the cache
    /// stays.</exception>
    public Task RefreshAsync(CancellationToken token) => RefreshAsync(Volatile.Read(ref _readings), token);

    public void Dispose() => _gate.Dispose();

    /// <returns>Not empty.</returns>
    /// <exception cref="CrmException">They cannot be read now.</exception>
    protected abstract Task<IReadOnlyList<Employee>> ReadAllAsync(CancellationToken token);

    // A caller that saw fewer refreshes than there are by now gets the result of another caller's refresh.
    private async Task RefreshAsync(int seen, CancellationToken token)
    {
        await _gate.WaitAsync(token);
        try
        {
            if (seen == _readings)
                await ReadAsync(token);
            else if (_table is null && _error is { } error)
                throw error.BeforeSending();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<Employee?> FindAsync(Func<EmployeeTable, Employee?> find, CancellationToken token)
    {
        var seen = Volatile.Read(ref _readings);
        if (_table is null)
            await RefreshAsync(seen, token);
        if (find(_table!) is { } user)
            return Active(user);
        if (time.GetElapsedTime(Interlocked.Read(ref _lastReading)) >= Timeout)
            await RefreshAsync(seen, token);
        return Active(find(_table!));
    }

    /// <summary>The employee with what only the settings know.</summary>
    protected virtual Employee Complete(Employee user) => user;

    private Employee? Active(Employee? user) => user is null || IsRefused(user.Id) ? null : Complete(user);

    private bool IsRefused(long id) => _refused.TryGetValue(id, out var until) && time.GetUtcNow() < until;

    private async Task ReadAsync(CancellationToken token)
    {
        try
        {
            var users = await ReadAllAsync(token);
            _table = new(users, time.GetUtcNow());
            EmployeeLogMessages.Read(Log, crm, UserCount, PhoneCount);
            Read(null);
            if (DefaultUserProblem is var problem && problem != _reported && (_reported = problem) is { } reason)
                EmployeeLogMessages.NoDefaultUser(Log, reason);
        }
        catch (CrmException error)
        {
            Read(error);
            if (_table is not { } table)
                throw;
            EmployeeLogMessages.Stay(Log, crm, error.Message, table.Updated);
        }
    }

    // A cancelled refresh does not count: the next caller in the queue tries.
    private void Read(CrmException? error)
    {
        _error = error;
        Interlocked.Exchange(ref _lastReading, time.GetTimestamp());
        Interlocked.Increment(ref _readings);
    }
}
