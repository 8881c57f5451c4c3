public import HTML
import Kernel

extension HTML {
    /// E-mail address and password; sends `email`, `password` and `return_to`.
    public mutating func signInForm(_ request: Request, to action: String, email: String = "", faults: [Fault] = [], returnTo: String? = nil) {
        form(request, to: action) { html in
            if let returnTo { html.hidden("return_to", returnTo) }
            html.textInput(Control("email", html.language.say(.emailAddress), faults: faults), value: email, kind: .email, autocomplete: "username")
            html.textInput(Control("password", html.language.say(.password), faults: faults), kind: .password)
            html.submit(html.language.say(.signIn))
        }
    }
}
