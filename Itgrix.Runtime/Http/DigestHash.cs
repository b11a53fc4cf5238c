using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Itgrix.Runtime.Http;

/// <summary>
/// The stored form of the admin's password: digest's own hashes of login, realm and password, which serve Basic too.
/// The realm is random and so the salt. Digest does not allow slower hashes: the password must be a long one.
/// </summary>
/// <remarks>https://www.rfc-editor.org/rfc/rfc7616#section-3.4.2</remarks>
internal sealed partial class DigestHash
{
    private const string Kind = "digest";
    private const int SaltLength = 12;

    private readonly string _sha256, _md5;

    private DigestHash(string login, string realm, string sha256, string md5) =>
        (Login, Realm, _sha256, _md5) = (login, realm, sha256, md5);

    public string Login { get; }

    /// <summary>The realm: sent to the client, which hashes it with the password.</summary>
    public string Realm { get; }

    /// <summary>The hash as the configuration has it.</summary>
    public string Text => string.Join('$', Kind, Login, Realm, _sha256, _md5);

    /// <summary>Whether a login has only characters that every client encodes alike.</summary>
    public static bool IsLogin(string text) => LoginForm().IsMatch(text);

    /// <param name="login">One that <see cref="IsLogin"/>.</param>
    public static DigestHash Create(string login, string password)
    {
        var realm = $"Itgrix-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SaltLength))}";
        var (sha256, md5) = Derive(login, realm, password);
        return new(login, realm, sha256, md5);
    }

    /// <summary>Parses a hash; <c>null</c> when the text is not one.</summary>
    public static DigestHash? Parse(string text) =>
        text.Split('$') is [Kind, var login, var realm, var sha256, var md5]
        && IsLogin(login) && RealmForm().IsMatch(realm) && Sha256Form().IsMatch(sha256) && Md5Form().IsMatch(md5)
            ? new(login, realm, sha256, md5) : null;

    /// <summary>Whether login and password are right.</summary>
    public bool Fits(string login, string password) =>
        ConstantTime.Same(login, Login) & ConstantTime.Same(Derive(login, Realm, password).Sha256, _sha256);

    /// <summary>Whether the answer to a challenge proves login and password.</summary>
    public bool Fits(DigestAnswer answer, string method) =>
        ConstantTime.Same(answer.Username, Login) & ConstantTime.Same(answer.Realm, Realm)
        & ConstantTime.Same(
            answer.Response, answer.Expected(answer.Algorithm == DigestAlgorithm.Md5 ? _md5 : _sha256, method));

    public override string ToString() => "***";

    private static (string Sha256, string Md5) Derive(string login, string realm, string password)
    {
        var text = $"{login}:{realm}:{password}";
        return (DigestAlgorithm.Sha256.Hash(text), DigestAlgorithm.Md5.Hash(text));
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._@-]{1,64}\z")]
    private static partial Regex LoginForm();

    [GeneratedRegex(@"\A[A-Za-z0-9-]{16,64}\z")]
    private static partial Regex RealmForm();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Sha256Form();

    [GeneratedRegex(@"\A[0-9a-f]{32}\z")]
    private static partial Regex Md5Form();
}
