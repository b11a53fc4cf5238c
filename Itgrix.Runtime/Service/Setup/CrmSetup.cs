using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Doctor;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Doctor;
using Itgrix.Runtime.Platform.Files;
using Itgrix.Runtime.Platform.Setup;

namespace Itgrix.Runtime.Service.Setup;

/// <summary>Asks for a CRM, tries the access, and offers its employees.</summary>
/// <param name="state">The folder that the service may write to.</param>
internal sealed class CrmSetup(IAnswers answers, string state, TimeProvider time)
{
    /// <summary>The CRM and its section.</summary>
    /// <exception cref="SetupException">It denies access, and no other answer can be given.</exception>
    public async Task<(string Name, JsonObject Section)> AskAsync(CancellationToken token)
    {
        var crms = CrmModules.All.Select(module => (module.Crm.Id, module.Crm.Name)).ToList();
        var name = await answers.AskAsync(new("crm", "Which CRM gets the calls?")
            { Choices = crms, Default = crms.Count == 1 ? crms[0].Id : null }, token);
        var module = CrmModules.All.First(one => one.Crm.Id == name);
        while (true)
        {
            var section = await (module.SetUpAsync(answers, state, token)
                ?? throw new SetupException($"{module.Crm.Name} is set up in the configuration."));
            try
            {
                section["default_user"] = await UserAsync(module, section, token);
                return (name, section);
            }
            catch (Exception error) when (error is CrmException or SetupException)
            {
                if (!answers.AsksAgain)
                    throw new SetupException(error.Message);
                answers.Say(error.Message);
            }
            finally
            {
                // Tokens that root got here are for the service's user.
                if (Directory.Exists(state))
                    Directory.GetFiles(state, "*.json").ToList().ForEach(FileRights.GiveToFolder);
            }
        }
    }

    private async Task<long> UserAsync(ICrmModule module, JsonObject section, CancellationToken token)
    {
        await using var account = module.Inspect(Options(module, section), isRunning: false, time)
            ?? throw new SetupException($"{module.Crm.Name} cannot be looked into.");
        await foreach (var finding in account.AccessAsync(token))
        {
            answers.Say(finding.Fix is null ? finding.Text : $"{finding.Text} {finding.Fix}");
            if (finding.Level == FindingLevel.Red)
                throw new SetupException($"{module.Crm.Name}: {finding.Text} {finding.Fix}");
        }
        await account.Employees.RefreshAsync(token);
        var users = account.Employees.All.OrderBy(user => user.Id).ToList();
        var chosen = await answers.AskAsync(new("default_user", "Whose are calls of which no employee is known?")
        {
            Choices = [.. users.Select(user => ($"{user.Id}", $"{user.Name} ({user.Id})"))],
            Default = $"{users[0].Id}",
        }, token);
        return long.Parse(chosen, CultureInfo.InvariantCulture);
    }

    // With any user: the employees are not known yet.
    private static CrmOptions Options(ICrmModule module, JsonObject section)
    {
        var (copy, mistakes) = (section.DeepClone().AsObject(), new List<string>());
        copy["default_user"] = 1;
        var json = JsonSerializer.SerializeToElement(new JsonObject { [module.Crm.Id] = copy });
        var options = SettingReader.Read(
            new ConfigSection(json, "/", mistakes).Section(module.Crm.Id)!, Setting.Create(module.Settings));
        return mistakes.Count == 0 ? (CrmOptions)options : throw new SetupException(string.Join('\n', mistakes));
    }
}
