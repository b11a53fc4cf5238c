using Quartz;

namespace Itgrix.Runtime.Crms;

/// <summary>Refreshes the cached data of one account: employees, fields, lines.</summary>
[DisallowConcurrentExecution]
internal sealed class AccountRefreshJob(IEnumerable<ICrmAccount> accounts, AccountRefresh refresh) : IJob
{
    /// <summary>The account's id.</summary>
    public string Account { get; set; } = "";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await refresh.RunAsync(accounts.Single(account => $"{account.Id}" == Account), cancellationToken);
}
