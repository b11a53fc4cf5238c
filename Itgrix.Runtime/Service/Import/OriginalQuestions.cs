namespace Itgrix.Runtime.Service.Import;

/// <summary>
/// The questions for settings of the original connectors that are published nowhere: by the words in their names.
/// </summary>
internal static class OriginalQuestions
{
    private static readonly (string[] Words, string Question)[] Known =
    [
        (["ami", "manager", "asterisk"], "Which user of manager.conf does the service log in as? asterisk.ami"),
        (["cel", "database", "mysql", "mariadb", "db"],
            "Which table or file has the channel events, and who may read it? asterisk.cel"),
        (["zone", "timezone", "tz"], "Which time zone has the Asterisk server? asterisk.time_zone"),
        (["record", "records", "recording", "monitor"], "Which folder has the recordings? recordings.folders"),
        (["prefix", "prefixes", "replace", "autoreplace", "replacement"],
            "Which prefixes have numbers, and what is replaced in them? numbers"),
        (["trunk", "trunks", "line", "lines"], "Which names have the lines in the CRM? lines"),
        (["task", "tasks", "missed"], "Which missed calls make a task, and whose is it? task_on_missed"),
        (["responsible", "default", "user", "users"],
            "Who owns calls of nobody, and which extension is whose? default_user, users"),
        (["distribution", "autodistribution", "transfer"],
            "Which calls go to the responsible employee? distribution, autodistribution"),
        (["c2c", "click", "originate", "context", "callback"],
            "Which channel and context has a clicked call? click_to_call"),
        (["card"], "When does the card of a call open? card"),
        (["login", "password", "admin", "auth", "http", "port", "ssl", "cert"],
            "Who administers the service, and where does it listen? admin, http"),
        (["portal", "domain", "host", "token", "client", "secret", "webhook", "account", "subdomain"],
            "How is the CRM reached? An application of it is to be installed anew: 'itgrix setup'"),
        (["log", "debug"], "How much is logged, and where? log"),
    ];

    /// <summary>The question for a setting, by its path.</summary>
    public static string For(string path)
    {
        var words = path.ToLowerInvariant().Split('.', '_', '-');
        return Known.FirstOrDefault(known => known.Words.Any(words.Contains)).Question
            ?? "What did it do? docs/configuration.md lists the settings";
    }
}
