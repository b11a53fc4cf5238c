using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Platform.Setup;
using Itgrix.Runtime.Service.Import;
using Itgrix.Runtime.Telephony.Setup;

namespace Itgrix.Runtime.Service.Setup;

/// <summary>
/// The guided setup: each part is written to the configuration once it works, so that a setup that was broken off goes
/// on from there.
/// </summary>
/// <param name="file">The configuration.</param>
/// <param name="state">The folder that the service may write to.</param>
internal sealed class SetupRun(string file, string state, AsteriskFolder asterisk, IAnswers answers, TimeProvider time)
{
    private const string Recordings = "/var/spool/asterisk/monitor", Kept = ".before-setup";

    /// <summary>Asks for what the configuration lacks.</summary>
    /// <exception cref="SetupException">It cannot go on.</exception>
    /// <exception cref="ConfigException">The configuration has mistakes.</exception>
    public async Task<ItgrixConfig> RunAsync(CancellationToken token)
    {
        var sections = Present();
        if (sections.Count > 0)
            answers.Say($"{file} has {string.Join(", ", sections.Select(one => one.Key))} already, which stays.");
        if (!sections.ContainsKey("asterisk"))
            await AddAsync("asterisk", await new AsteriskSetup(asterisk, answers, time).AskAsync(token));
        if (!CrmModules.All.Any(module => sections.ContainsKey(module.Crm.Id)))
        {
            var (name, section) = await new CrmSetup(answers, state, time).AskAsync(token);
            await AddAsync(name, section);
        }
        if (!sections.ContainsKey("recordings") && !Directory.Exists(Recordings))
        {
            var folder = await answers.AskAsync(new("recordings", "Which folder has the recordings?")
                { Default = Recordings, Mistake = FolderMistake }, token);
            await AddAsync("recordings", new() { ["folders"] = new JsonArray(folder) });
        }
        return ItgrixConfig.Load(file);

        Task AddAsync(string name, JsonObject section)
        {
            // Comments of a file that somebody wrote would be lost.
            if (!ConfigWriter.IsFree(file) && !File.Exists(file + Kept))
                File.Copy(file, file + Kept);
            sections[name] = section;
            ConfigWriter.Write(file, sections);
            answers.Say($"{file} has {name} now.");
            return Task.CompletedTask;
        }
    }

    private static string? FolderMistake(string text) =>
        Path.IsPathRooted(text) && text != "/" ? null : "give a path such as /var/spool/asterisk/monitor.";

    private JsonObject Present()
    {
        if (!File.Exists(file))
            return [];
        var json = JsonNode.Parse(File.ReadAllText(file), documentOptions: new()
            { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!.AsObject();
        json.Remove("$schema");
        return json.DeepClone().AsObject();
    }
}
