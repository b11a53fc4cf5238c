using System.Runtime.CompilerServices;
using Itgrix.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Doctor;

namespace Itgrix.Runtime.Crms.Doctor;

/// <summary>Whether an account takes calls, and who is responsible for them there.</summary>
/// <param name="open">Opens the account.</param>
/// <param name="extensions">Asks Asterisk for its extensions.</param>
internal sealed class CrmCheck(
    Crm crm, Func<ICrmInspection?> open, Func<CancellationToken, Task<IReadOnlyList<string>>> extensions) : IDoctorCheck
{
    // One line, whatever the size of the office.
    private const int MaxNames = 20;

    public string Area => crm.Name;

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        if (open() is not { } account)
            yield break;
        await using var closed = account;
        var isReached = true;
        await foreach (var finding in Reached(account.AccessAsync(token), token))
        {
            isReached &= finding.Level != FindingLevel.Red;
            yield return finding;
        }
        if (!isReached)
            yield break;
        await account.Employees.RefreshAsync(token);
        yield return Finding.Good(
            $"{account.Employees.UserCount} active employees with {account.Employees.PhoneCount} numbers.");
        yield return account.Employees.DefaultUserProblem is { } problem ? Finding.Error(problem)
            : Finding.Good("default_user is an active employee.");
        foreach (var finding in await ExtensionsAsync(account, token))
            yield return finding;
    }

    // Access that is denied is the finding that counts; what depends on it is not looked at.
    private static async IAsyncEnumerable<Finding> Reached(
        IAsyncEnumerable<Finding> access, [EnumeratorCancellation] CancellationToken token)
    {
        await using var findings = access.GetAsyncEnumerator(token);
        while (true)
        {
            Finding? denied = null;
            try
            {
                if (!await findings.MoveNextAsync())
                    yield break;
            }
            catch (CrmException error)
            {
                denied = Finding.Error(error.Message);
            }
            yield return denied ?? findings.Current;
            if (denied is not null)
                yield break;
        }
    }

    private async Task<List<Finding>> ExtensionsAsync(ICrmInspection account, CancellationToken token)
    {
        var (known, unknown) = (new List<string>(), new List<string>());
        foreach (var extension in await extensions(token))
        {
            if (await account.ByExtensionAsync(extension, token) is { } employee)
                known.Add($"{extension} {employee.Name}");
            else
                unknown.Add(extension);
        }
        List<Finding> found = [];
        if (known.Count > 0)
            found.Add(Finding.Good($"Extensions of employees: {List(known)}."));
        if (unknown.Count > 0)
            found.Add(Finding.Warning(
                $"Extensions of nobody: {List(unknown)}. Their calls are default_user's.", account.ExtensionFix));
        return found;
    }

    private static string List(List<string> names) => string.Join(", ", names.Take(MaxNames))
        + (names.Count > MaxNames ? $" and {names.Count - MaxNames} more" : "");
}
