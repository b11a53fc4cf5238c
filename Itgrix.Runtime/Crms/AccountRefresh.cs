using System.Collections.Concurrent;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms;

/// <summary>Refreshes the cached data of accounts, and says which of them answer and which are awaited.</summary>
internal sealed class AccountRefresh(TimeProvider time)
{
    private static readonly ILogger Log = AppLog.For("itgrix");

    /// <summary>The time between two refreshes of an account.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<AccountId, bool> _answers = [];

    public async Task RunAsync(ICrmAccount account, CancellationToken token)
    {
        try
        {
            await account.RefreshAsync(token);
            if (account.Employees.LastError is { } error)
                Awaited(account, error);
            else if (!_answers.TryGetValue(account.Id, out var did) || !did)
                AccountLogMessages.Answers(Log, account.Id, account.Employees.UserCount);
            _answers[account.Id] = account.Employees.LastError is null;
        }
        catch (CrmException error)
        {
            _answers[account.Id] = false;
            Awaited(account, error);
        }
    }

    private void Awaited(ICrmAccount account, CrmException error) => AccountLogMessages.Awaited(
        Log, account.Id, error.Message, error.RetryAt ?? time.GetUtcNow() + Interval);
}
