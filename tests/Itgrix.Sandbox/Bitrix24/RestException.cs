namespace Itgrix.Sandbox.Bitrix24;

/// <summary>An error answer of the portal.</summary>
internal sealed class RestException(int status, string code, string description) : Exception(description)
{
    public int Status => status;

    public string Code => code;

    public string Description => Message;

    public static RestException Refused(string description, string code = "ERROR_CORE") => new(400, code, description);
}
