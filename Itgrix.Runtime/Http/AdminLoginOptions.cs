namespace Itgrix.Runtime.Http;

/// <summary>The <c>admin</c> part of the configuration: login and password of the administrator.</summary>
internal sealed record AdminLoginOptions : ICheckedSettings
{
    private const string Fix = "give the line that ./run.sh password --digest LOGIN prints.";

    [Setting("the administrator's login", Missing = Fix)]
    public required string Login { get; init; }

    [Setting("the output of `./run.sh password --digest LOGIN`; the password is read from standard input, 12 "
        + "characters or more", IsSecret = true, Missing = Fix, Rule = nameof(HashOf),
        Fix = $"is not a hash for digest: {Fix}")]
    public required DigestHash PasswordHash { get; init; }

    public void Check(ConfigSection section)
    {
        if (Login is not null && PasswordHash is not null && PasswordHash.Login != Login)
            section.Mistake("password_hash", $"was made for another login: {Fix}");
    }

    private static DigestHash? HashOf(string text) => DigestHash.Parse(text);
}
