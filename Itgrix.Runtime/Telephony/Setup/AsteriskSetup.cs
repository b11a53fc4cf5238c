using System.Security.Cryptography;
using Itgrix.Runtime.Platform.Doctor;
using Itgrix.Runtime.Platform.Setup;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Doctor;

namespace Itgrix.Runtime.Telephony.Setup;

/// <summary>Asks for Asterisk, or prepares the one on this machine, and makes the section <c>asterisk</c>.</summary>
internal sealed class AsteriskSetup(AsteriskFolder folder, IAnswers answers, TimeProvider time)
{
    private const string User = "itgrix";

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);

    /// <summary>The section.</summary>
    /// <exception cref="SetupException">Asterisk is not reached, and no other answer can be given.</exception>
    public async Task<JsonObject> AskAsync(CancellationToken token)
    {
        var writes = folder.IsWritable && await answers.AskAsync(new("asterisk_write",
            $"Add a manager user for Itgrix, and the channel events that it needs, to the files in {folder.Path}? "
            + "Each file as it was is kept beside it.")
            { Default = "yes", Choices = [("yes", "Add them"), ("no", "I have a manager user")] }, token) == "yes";
        while (true)
        {
            var (ami, section) = writes ? await OwnUserAsync(token) : await GivenUserAsync(token);
            try
            {
                await using var asterisk = await AmiInspector.ConnectAsync(ami, time, token);
                answers.Say($"Asterisk at {ami.Address} lets us in.");
                if (writes)
                    await AddEventsAsync(asterisk, token);
                var settings = new JsonObject { ["ami"] = section };
                if (await CelAsync(asterisk, token) is { } cel)
                    settings["cel"] = cel;
                return settings;
            }
            catch (AmiException error) when (answers.AsksAgain)
            {
                answers.Say(error.Message);
                writes = false;
            }
            catch (AmiException error)
            {
                throw new SetupException(error.Message);
            }
        }
    }

    private async Task<(AmiOptions Ami, JsonObject Section)> OwnUserAsync(CancellationToken token)
    {
        var user = User;
        for (var number = 2; folder.HasUser(user); number++)
            user = $"{User}{number}";
        var secret = new Secret(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20)));
        folder.AddUser(user, secret, PbxManual.Read, PbxManual.Write);
        await folder.CommandAsync("manager reload", token);
        var shown = await folder.CommandAsync("manager show settings", token);
        var port = shown.Split('\n').FirstOrDefault(line => line.Contains("TCP Bindaddress", StringComparison.Ordinal))
            ?.Split(':')[^1].Trim();
        answers.Say($"The manager user {user} was added.");
        return Options("127.0.0.1", int.TryParse(port, out var number2) ? number2 : 5038, user, secret);
    }

    private async Task<(AmiOptions Ami, JsonObject Section)> GivenUserAsync(CancellationToken token)
    {
        var address = await answers.AskAsync(new("ami", "Address of Asterisk's manager interface, HOST:PORT?")
            { Default = "127.0.0.1:5038", Mistake = AddressMistake }, token);
        var user = await answers.AskAsync(new("ami_user", "Its user, the section of manager.conf?")
            { Default = User }, token);
        var secret = await answers.AskAsync(new("ami_secret", "Its secret?") { IsSecret = true }, token);
        var parts = address.Split(':');
        return Options(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), user, new(secret));
    }

    private static string? AddressMistake(string text) => text.Split(':') is [{ Length: > 0 }, var port]
        && ushort.TryParse(port, out var number) && number > 0 ? null : "give it as 127.0.0.1:5038.";

    private static (AmiOptions Ami, JsonObject Section) Options(string host, int port, string user, Secret secret) => (
        new() { Host = host, Port = port, User = user, Secret = secret },
        new() { ["host"] = host, ["port"] = port, ["user"] = user, ["secret"] = secret.Reveal() });

    // Only what is missing: an administrator's own settings stay.
    private async Task AddEventsAsync(AmiInspector asterisk, CancellationToken token)
    {
        if (await asterisk.FileAsync("cel.conf", token) is not { } cel)
            return;
        List<string> general = [];
        if (!cel.IsOn("general", "enable"))
            general.Add("enable = yes");
        if (CelSettingsCheck.MissingEvents(cel).Count > 0)
            general.Add("events = ALL");
        if (CelSettingsCheck.MissingApplications(cel).Count > 0)
            general.Add("apps = all");
        if (general.Count > 0)
            folder.AddCel("general", string.Join('\n', general), cel.Of("general").Any());
        if (!cel.IsOn("manager", "enabled"))
            folder.AddCel("manager", "enabled = yes", cel.Of("manager").Any());
        else if (general.Count == 0)
            return;
        await folder.CommandAsync("module reload cel", token);
        await folder.CommandAsync("module load cel_manager.so", token);
        await folder.CommandAsync("module reload cel_manager", token);
        await Task.Delay(Settle, time, token);
        answers.Say("Asterisk makes channel events for Itgrix.");
    }

    // Stored events are for calls during an outage: live ones are enough to begin with.
    private static async Task<JsonObject?> CelAsync(AmiInspector asterisk, CancellationToken token)
    {
        if (await asterisk.FileAsync("cel_custom.conf", token) is { } custom
            && custom.Of("mappings").FirstOrDefault() is { Value: not null } mapping
            && await asterisk.FileAsync("asterisk.conf", token) is { } main)
        {
            var log = main.Find("directories", "astlogdir") ?? "/var/log/asterisk";
            return new()
            {
                ["file"] = Path.Combine(log, "cel-custom", mapping.Name),
                ["columns"] = new JsonArray([.. CelMapping.ColumnsOf(mapping.Value).Select(name => (JsonNode)name)]),
            };
        }
        return FreePbxTable.Find();
    }
}
