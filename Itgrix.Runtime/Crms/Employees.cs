using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony;

namespace Itgrix.Runtime.Crms;

/// <summary>The employees by number and by id, as they were when they were last read.</summary>
/// <param name="crm">Its name, for the log.</param>
internal abstract class Employees(string crm, TimeProvider time) : IDisposable
{
    // Somebody new is known after so long; numbers of nobody cost no more than one reading in that time.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _gate = new(1);
    private volatile EmployeeTable? _table;
    private volatile CrmException? _error;
    private int _readings;
    private long _lastReading;

    /// <summary>When they were last read; <c>null</c> when they were not.</summary>
    public DateTimeOffset? LastUpdated => _table?.Updated;

    /// <summary>Why they could not be read the last time; <c>null</c> when they were.</summary>
    public CrmException? LastError => _error;

    /// <summary>How many employees are known.</summary>
    public int UserCount => _table?.Users ?? 0;

    /// <summary>How many numbers they have.</summary>
    public int PhoneCount => _table?.Phones ?? 0;

    /// <exception cref="CrmException">They could not be read yet, not even once.</exception>
    public Task<Employee?> ByPhoneAsync(string phone, CancellationToken token)
    {
        phone = phone.Trim();
        return phone.Length == 0 ? Task.FromResult<Employee?>(null) : FindAsync(table => table.ByPhone(phone), token);
    }

    /// <exception cref="CrmException">They could not be read yet, not even once.</exception>
    public Task<Employee?> ByIdAsync(long id, CancellationToken token) =>
        id <= 0 ? Task.FromResult<Employee?>(null) : FindAsync(table => table.ById(id), token);

    /// <summary>Reads them again; who comes while they are read waits for that.</summary>
    /// <exception cref="CrmException">They could not be read, and never were; else those that were read
    /// stay.</exception>
    public Task RefreshAsync(CancellationToken token) => RefreshAsync(Volatile.Read(ref _readings), token);

    public void Dispose() => _gate.Dispose();

    /// <returns>Not empty.</returns>
    /// <exception cref="CrmException">They cannot be read now.</exception>
    protected abstract Task<IReadOnlyList<Employee>> ReadAllAsync(CancellationToken token);

    // Whoever saw fewer readings than there are by now has what somebody else read.
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
            return user;
        if (time.GetElapsedTime(Interlocked.Read(ref _lastReading)) >= Timeout)
            await RefreshAsync(seen, token);
        return find(_table!);
    }

    private async Task ReadAsync(CancellationToken token)
    {
        try
        {
            var users = await ReadAllAsync(token);
            _table = new(users, time.GetUtcNow());
            EmployeeLogMessages.Read(crm, UserCount, PhoneCount);
            Read(null);
        }
        catch (CrmException error)
        {
            Read(error);
            if (_table is not { } table)
                throw;
            EmployeeLogMessages.Stay(crm, error.Message, table.Updated);
        }
    }

    // Cancelled, it was no reading: the next one who waits tries.
    private void Read(CrmException? error)
    {
        _error = error;
        Interlocked.Exchange(ref _lastReading, time.GetTimestamp());
        Interlocked.Increment(ref _readings);
    }
}
