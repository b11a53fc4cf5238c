using System.Text.Json.Nodes;
using Itgrix.Runtime.Flows;
using Itgrix.Runtime.Logging;

namespace Itgrix.Runtime.Bitrix24;

/// <summary>The employees by number and by id, as they were when they were last read.</summary>
internal sealed class Bitrix24Users(Bitrix24Client client, TimeProvider time) : IDisposable
{
    // Somebody new is known after so long; numbers of nobody cost no more than one reading in that time.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _gate = new(1);
    private volatile UserTable? _table;
    private volatile CrmException? _error;
    private int _readings;
    private long _lastReading;

    /// <summary>When they were last read; <c>null</c> when they were not.</summary>
    public DateTimeOffset? LastUpdated => _table?.Updated;

    /// <summary>How many employees are known.</summary>
    public int UserCount => _table?.Users ?? 0;

    /// <summary>How many numbers they have.</summary>
    public int PhoneCount => _table?.Phones ?? 0;

    /// <exception cref="CrmException">They could not be read yet, not even once.</exception>
    public Task<Bitrix24User?> ByPhoneAsync(string phone, CancellationToken token)
    {
        phone = phone.Trim();
        return phone.Length == 0
            ? Task.FromResult<Bitrix24User?>(null) : FindAsync(table => table.ByPhone(phone), token);
    }

    /// <exception cref="CrmException">They could not be read yet, not even once.</exception>
    public Task<Bitrix24User?> ByIdAsync(long id, CancellationToken token) =>
        id <= 0 ? Task.FromResult<Bitrix24User?>(null) : FindAsync(table => table.ById(id), token);

    /// <summary>Reads them again; who comes while they are read waits for that.</summary>
    /// <exception cref="CrmException">
    /// They could not be read, and never were; else those that were read stay.
    /// </exception>
    public Task RefreshAsync(CancellationToken token) => RefreshAsync(Volatile.Read(ref _readings), token);

    public void Dispose() => _gate.Dispose();

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

    private async Task<Bitrix24User?> FindAsync(Func<UserTable, Bitrix24User?> find, CancellationToken token)
    {
        var seen = Volatile.Read(ref _readings);
        if (_table is null)
            await RefreshAsync(seen, token);
        if (find(_table!) is { } user)
            return user;
        if (time.GetElapsedTime(Interlocked.Read(ref _lastReading)) >= Patience)
            await RefreshAsync(seen, token);
        return find(_table!);
    }

    private async Task ReadAsync(CancellationToken token)
    {
        try
        {
            var users = await UsersAsync(token);
            _table = new(users, time.GetUtcNow());
            Bitrix24LogMessages.Users(UserCount, PhoneCount);
            Read(null);
        }
        catch (CrmException error)
        {
            Read(error);
            if (_table is not { } table)
                throw;
            Bitrix24LogMessages.UsersStay(error.Message, table.Updated);
        }
    }

    // Cancelled, it was no reading: the next one who waits tries.
    private void Read(CrmException? error)
    {
        _error = error;
        Interlocked.Exchange(ref _lastReading, time.GetTimestamp());
        Interlocked.Increment(ref _readings);
    }

    private async Task<List<Bitrix24User>> UsersAsync(CancellationToken token)
    {
        var users = new List<Bitrix24User>();
        var request = new JsonObject
            { ["sort"] = "ID", ["order"] = "ASC", ["filter"] = new JsonObject { ["ACTIVE"] = true } };
        await foreach (var entry in client.ListAsync("user.get", request, token))
        {
            if (Bitrix24User.Of(entry) is { } user)
                users.Add(user);
        }
        return users.Count > 0 ? users : throw new CrmException(CrmFailure.Broken,
            "user.get: the portal names no employee: give the webhook's or application's user the right to see them.");
    }
}
