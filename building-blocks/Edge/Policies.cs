namespace WeChatPlatform.Edge;

/// <summary>
/// The rules an endpoint may ask for, by name. Every endpoint names one; what names none is refused to everybody
/// who is not logged in. Roles include what is below them: admin > operator > viewer. An agent is none of these.
/// </summary>
public static class Policies
{
    /// <summary>A WeChat PC's agent, by its key.</summary>
    public const string Agent = "agent";

    /// <summary>Console users who look.</summary>
    public const string Viewer = "viewer";

    /// <summary>Console users who answer and teach.</summary>
    public const string Operator = "operator";

    /// <summary>Console users who change settings, keys and users.</summary>
    public const string Admin = "admin";
}
